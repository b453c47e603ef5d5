"""Pictures of every page and every sheet, to look at before calling something done."""
