"""The Qt shell: pages, item models, commands, jobs."""
