"""The only access to the database: connections, transactions, statements, error mapping."""
