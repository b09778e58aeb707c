"""The public door: what anyone may read without signing in. It reads published figures only, and no table about people."""
