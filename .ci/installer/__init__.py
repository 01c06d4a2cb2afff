"""How a build is made; ``build_installer.py`` at the top is its one command."""
