package dev.rostrum.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The words of one package: {@code texts.properties} (UTF-8) beside its classes. */
public final class Texts {
    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);

    private final ResourceBundle bundle;

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /** The texts of the package of {@code anchor}. */
    public static Texts of(Class<?> anchor) {
        return new Texts(ResourceBundle.getBundle(
                anchor.getPackageName() + ".texts",
                Locale.getDefault(Locale.Category.DISPLAY),
                anchor.getClassLoader()));
    }

    public ResourceBundle bundle() {
        return bundle;
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /**
     * The text of the key, as a {@link MessageFormat} when there are arguments (so {@code ''} is one apostrophe then, and
     * numbers are written as the locale does). A missing key fails where assertions are on, as in tests; else the key
     * itself is shown, which beats a window that does not open.
     */
    public String get(String key, Object... arguments) {
        String pattern;
        try {
            pattern = bundle.getString(key);
        } catch (MissingResourceException e) {
            assert false : "No text for the key " + key + " in " + bundle.getBaseBundleName();
            LOG.error("No text for the key {} in {}", key, bundle.getBaseBundleName());
            return key;
        }
        if (arguments.length == 0) {
            return pattern;
        }
        return new MessageFormat(pattern, Locale.getDefault(Locale.Category.FORMAT)).format(arguments);
    }
}
