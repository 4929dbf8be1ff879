from flask import render_template
from flask.typing import ResponseReturnValue

from portal.features.demo import forms, queries
from portal.web.area import Area
from portal.web.context import Context

area = Area("demo", __name__)


@area.open("/demo/outbox")
def show_outbox(ctx: Context) -> ResponseReturnValue:
    mails = queries.sent_mails(ctx.settings.outbox)
    return render_template("demo/show_outbox.html", mails=mails)


@area.open("/styleguide")
def styleguide(_ctx: Context) -> ResponseReturnValue:
    return render_template("demo/styleguide.html", charts=forms.chart_samples())
