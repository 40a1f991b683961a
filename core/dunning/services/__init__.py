"""What moves a contract on its ladder, a verb a module; `keep` writes every move."""
