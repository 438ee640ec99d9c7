package dev.sm.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
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
	 * Chooses as {@link #of(Environment, ListableBeanFactory)} does.
	 * @param context has the configuration and the beans
	 * @return the choice
	 */
	static CoordinationChoice of(ApplicationContext context) {
		return of(context.getEnvironment(), context);
	}

	/**
	 * Chooses: the type that is named, else the one that is configured, by properties or
	 * by connection details, else local.
	 * @param environment has the configuration
	 * @param beans may have connection details
	 * @return the choice
	 * @throws InvalidPropertyException if several are configured and none is named
	 */
	static CoordinationChoice of(Environment environment, ListableBeanFactory beans) {
		Binder binder = Binder.get(environment);
		return binder.bind(TYPE, CoordinationType.class)
			.map((type) -> new CoordinationChoice(type, true, "'" + TYPE + "' is " + text(type)))
			.orElseGet(() -> ofConfigured(binder, beans));
	}

	private static CoordinationChoice ofConfigured(Binder binder, ListableBeanFactory beans) {
		List<CoordinationChoice> configured = Stream.of(CoordinationType.ETCD, CoordinationType.RAFT)
			.flatMap((type) -> configured(type, binder, beans).stream())
			.toList();
		if (configured.size() > 1) {
			throw new InvalidPropertyException(TYPE,
					"Both etcd and raft are to be used (" + configured.get(0).reason() + ", "
							+ configured.get(1).reason() + "), and '" + TYPE + "' does not say which one.",
					"Set '" + TYPE + "' to etcd or raft.");
		}
		return configured.isEmpty() ? new CoordinationChoice(CoordinationType.LOCAL, false, "no other is configured")
				: configured.get(0);
	}

	private static Optional<CoordinationChoice> configured(CoordinationType type, Binder binder,
			ListableBeanFactory beans) {
		String key = "sm.coordination." + text(type);
		if (binder.bind(key, Bindable.mapOf(String.class, Object.class)).isBound()) {
			return Optional.of(new CoordinationChoice(type, false, "'" + key + "' is configured"));
		}
		if (type == CoordinationType.ETCD) {
			return Stream
				.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, EtcdConnectionDetails.class, true,
						false))
				.findFirst()
				.map((name) -> new CoordinationChoice(type, false, "there are connection details, '" + name + "'"));
		}
		return Optional.empty();
	}

	/**
	 * What to call a store in front of people.
	 * @param store the store
	 * @param context has the configuration and the beans
	 * @return the name of its type, or of its class if it is the user's own
	 */
	static String describe(CoordinationStore store, ApplicationContext context) {
		if (store instanceof LocalCoordinationStore) {
			return text(CoordinationType.LOCAL);
		}
		CoordinationType type = of(context).type();
		return (type != CoordinationType.LOCAL) ? text(type) : store.getClass().getSimpleName();
	}

	static String text(CoordinationType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

}
