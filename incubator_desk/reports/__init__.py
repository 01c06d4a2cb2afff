"""Any report as xlsx, pdf, csv or json."""
