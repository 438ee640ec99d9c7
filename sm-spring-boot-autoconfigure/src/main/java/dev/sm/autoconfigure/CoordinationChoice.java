package dev.sm.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Which kind of coordination store is to be used.
 *
 * @param type the kind
 * @param explicit whether {@code sm.coordination.type} says so
 * @param reason why it is this one
 */
record CoordinationChoice(CoordinationType type, boolean explicit, String reason) {

	private static final String TYPE = "sm.coordination.type";

	/**
	 * Chooses: the type that is named, else the one that is configured, else local.
	 * @param environment has the configuration
	 * @return the choice
	 * @throws InvalidPropertyException if several are configured and none is named
	 */
	static CoordinationChoice of(Environment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind(TYPE, CoordinationType.class)
			.map((type) -> new CoordinationChoice(type, true, "'" + TYPE + "' is " + text(type)))
			.orElseGet(() -> ofConfigured(binder));
	}

	private static CoordinationChoice ofConfigured(Binder binder) {
		List<CoordinationType> configured = Stream.of(CoordinationType.ETCD, CoordinationType.RAFT)
			.filter((type) -> binder.bind("sm.coordination." + text(type), Bindable.mapOf(String.class, Object.class))
				.isBound())
			.toList();
		if (configured.size() > 1) {
			throw new InvalidPropertyException(TYPE,
					"Both 'sm.coordination.etcd' and 'sm.coordination.raft' are configured, and '" + TYPE
							+ "' does not say which one to use.",
					"Set '" + TYPE + "' to etcd or raft.");
		}
		if (configured.isEmpty()) {
			return new CoordinationChoice(CoordinationType.LOCAL, false, "no other is configured");
		}
		return new CoordinationChoice(configured.get(0), false,
				"'sm.coordination." + text(configured.get(0)) + "' is configured");
	}

	/**
	 * What to call a store in front of people.
	 * @param store the store
	 * @param environment has the configuration
	 * @return the name of its type, or of its class if it is the user's own
	 */
	static String describe(CoordinationStore store, Environment environment) {
		if (store instanceof LocalCoordinationStore) {
			return text(CoordinationType.LOCAL);
		}
		CoordinationType type = of(environment).type();
		return (type != CoordinationType.LOCAL) ? text(type) : store.getClass().getSimpleName();
	}

	static String text(CoordinationType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

}
