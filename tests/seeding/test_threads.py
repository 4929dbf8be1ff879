"""What the invented members say would pass the checks of the page on which they could have said it."""

from portal.airlock.checking import telling
from portal.models import Voice
from portal.privacy.antitrust import sensitive
from portal.privacy.identifiers.lexicon import Lexicon
from portal.seeding import content


def test_what_hidden_voices_say_could_have_been_sent() -> None:
    nobody = Lexicon([])
    for thread in content.read("threads"):
        for post in thread["posts"]:
            assert sensitive(post["body"]) == ()
            if Voice(post["voice"]).hidden:
                assert telling(post["body"], nobody) == (), post["body"]
