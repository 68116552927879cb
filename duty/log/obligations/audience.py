"""Who is there to be told: everybody posted anywhere at a moment, read in one query."""

from collections import defaultdict

from frontdesk.kernel.people.models import Posting, Role


class Audience:
    """Active people by project and role at a moment; project_id: of that project only."""

    def __init__(self, at, project_id=None):
        self._by_role = defaultdict(set)
        self._posted = set()
        rows = Posting.objects.at(at).filter(person__is_active=True).values_list("person_id", "project_id", "role")
        if project_id:
            rows = rows.filter(project_id=project_id)
        for person_id, project_id, role in rows:
            self._by_role[project_id, role].add(person_id)
            self._posted.add((person_id, project_id))

    def holders(self, project_id, *roles):
        """Those who hold one of the roles."""
        return set().union(*(self._by_role[project_id, role] for role in roles))

    def owner(self, person_id, project_id):
        """The owner, or the supervisors where the owner does not work here any more."""
        if (person_id, project_id) in self._posted:
            return {person_id}
        return self.holders(project_id, Role.SUPERVISOR)

    def level(self, project_id, level):
        """Who decides at a level: 1 the supervisor, 2 the lead, 3 whoever can still be reached (service-standards)."""
        roles = {1: [Role.SUPERVISOR], 2: [Role.PROJECT_LEAD]}.get(
            level, [Role.SUPERVISOR, Role.SECURITY_MANAGER, Role.ENGINEERING_SUPERVISOR]
        )
        return self.holders(project_id, *roles)
