from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access.actions import Action
from portal.features.groups import queries
from portal.models import Group
from portal.web.area import Area
from portal.web.context import Context

area = Area("groups", __name__)


@area.page("/", Action.SITE_VIEW)
def list_groups(ctx: Context) -> ResponseReturnValue:
    groups = queries.groups(ctx.session, ctx.within(Group, Action.GROUP_VIEW))
    return render_template("groups/list_groups.html", ctx=ctx, groups=groups)
