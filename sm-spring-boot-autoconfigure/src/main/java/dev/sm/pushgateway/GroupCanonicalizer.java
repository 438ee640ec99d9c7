package dev.sm.pushgateway;

import dev.sm.routing.key.KeyCanonicalizer;

/**
 * Makes paths of metrics alike that name one group; others are left as they are.
 * Thread-safe.
 */
public final class GroupCanonicalizer implements KeyCanonicalizer {

	@Override
	public String name() {
		return "pushgateway-group";
	}

	@Override
	public String canonical(String key) {
		try {
			return GroupKey.parse(key).canonical();
		}
		catch (IllegalArgumentException ex) {
			return key;
		}
	}

}
