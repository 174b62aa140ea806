#!/usr/bin/python3
# A browser of one window over Debian's WebKitGTK, driven by WebKitWebDriver, with its profile in the folder PROFILE.
#
# MiniBrowser, the one that WebKitGTK ships, keeps nothing on disk while it is driven; a phone keeps what it has.

import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

profile = os.environ["PROFILE"]
manager = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(profile, "data"), base_cache_directory=os.path.join(profile, "cache")
)
context = WebKit2.WebContext(website_data_manager=manager)
# As on a phone that speaks French: the system may have no such locale.
context.set_preferred_languages(["fr-FR"])
cookies = context.get_cookie_manager()
cookies.set_persistent_storage(os.path.join(profile, "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE)
context.set_automation_allowed(True)

view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
window = Gtk.Window(default_width=360, default_height=740)
window.add(view)
window.connect("destroy", Gtk.main_quit)
view.connect("close", lambda _: window.destroy())


def started(_context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("Kept")
    about.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(about)
    session.connect("create-web-view", taken)


def taken(_session):
    """Whoever drives it has it now; what was loaded earlier would not listen."""
    if last_time:
        GLib.idle_add(restore)
    return view


def restore():
    view.restore_session_state(WebKit2.WebViewSessionState.new(last_time))
    # By its address: when the list is told to go there, the driver waits for ever.
    view.load_uri(view.get_back_forward_list().get_current_item().get_uri())


context.connect("automation-started", started)
session_file = os.path.join(profile, "session")
last_time = None
if os.environ.get("RESTORES"):
    with open(session_file, "rb") as file:
        last_time = GLib.Bytes.new(file.read())


def write_session(*_):
    """As GNOME Web does, so that what was open can be opened again as it was; whole at every moment, for who reads it."""
    with open(session_file + ".new", "wb") as file:
        file.write(view.get_session_state().serialize().get_data())
    os.replace(session_file + ".new", session_file)
    return True


view.connect("notify::uri", write_session)
GLib.timeout_add(500, write_session)
window.show_all()
view.grab_focus()
Gtk.main()
