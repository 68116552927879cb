"""Who there is: people, projects, desks, and who holds which role, where, from when to when."""
