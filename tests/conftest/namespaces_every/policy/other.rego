package other

warn contains "other"
