"""The interchange workbook: template, import, export."""
