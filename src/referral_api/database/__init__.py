"""The one way to the database: connections, transactions, statements, error mapping."""
