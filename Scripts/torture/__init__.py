"""Real kills: the real binary on the real file, in front of a real server, with phones, bad lines and kill -9."""
