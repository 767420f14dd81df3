"""The words of the domain (DESIGN section 9) as frozen values; imports nothing of the project but `errors`."""
