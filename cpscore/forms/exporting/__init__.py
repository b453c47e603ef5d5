"""A form for other programs: an Excel workbook, a JSON Schema for editors."""
