"""Tables of people as CSV and XLSX: read, checked, and given out empty."""
