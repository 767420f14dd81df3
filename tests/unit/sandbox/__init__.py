"""Tests with a real jail."""
