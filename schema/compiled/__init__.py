"""Operations compiled to SQL and one generated function; README.md tells how."""
