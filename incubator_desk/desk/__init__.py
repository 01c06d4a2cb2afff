"""The window: shell, navigation, home, and the pages that are not registers."""
