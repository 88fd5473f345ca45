"""One module a screen: from the desk's state to what the screen of that name shows. No Kivy."""
