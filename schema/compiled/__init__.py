"""Operations compiled to SQL and one generated function; see README.md."""
