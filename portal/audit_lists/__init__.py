"""Audit lists: rows of a spreadsheet become audits with their findings. Pure; knows no database."""
