package dev.sm.autoconfigure;

import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/** Checks names of TLS settings before something connects with them. */
final class SslBundleCheck {

	private SslBundleCheck() {
	}

	/**
	 * Makes sure that there is a bundle.
	 * @param key the property that names it
	 * @param bundle its name
	 * @param bundles the bundles that there are
	 * @return the bundles
	 * @throws InvalidPropertyException if it is not one of them
	 */
	static SslBundles requireBundle(String key, String bundle, @Nullable SslBundles bundles) {
		List<String> names = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (bundles == null || !names.contains(bundle)) {
			String known = names.isEmpty() ? "none is configured" : "there is " + new TreeSet<>(names);
			throw new InvalidPropertyException(key,
					"'" + key + "' must be the name of an SSL bundle, of which " + known + " (was '" + bundle + "').",
					"Configure the bundle '" + bundle + "' below 'spring.ssl.bundle', or correct '" + key + "'.");
		}
		return bundles;
	}

}
