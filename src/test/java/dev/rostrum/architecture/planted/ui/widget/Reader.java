package dev.rostrum.architecture.planted.ui.widget;

import org.slf4j.Logger;

class Reader {
    Logger log;
}
