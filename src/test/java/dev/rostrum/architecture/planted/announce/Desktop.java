package dev.rostrum.architecture.planted.announce;

import java.awt.Point;
import javax.swing.SwingConstants;

class Desktop {
    Point awt() {
        return new Point();
    }

    boolean swing(Object o) {
        return o instanceof SwingConstants;
    }
}
