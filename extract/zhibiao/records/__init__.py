"""The data model: small frozen facts that pass between the stages. Standard library only."""
