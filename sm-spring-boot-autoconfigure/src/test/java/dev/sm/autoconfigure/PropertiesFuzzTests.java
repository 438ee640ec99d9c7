package dev.sm.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage as the value of each property: bound, or refused by an exception that a failure
 * analyzer knows.
 */
public class PropertiesFuzzTests {

	private static final String POOL = "sm.cache.pools.p.";

	private static final List<String> KEYS = List.of("sm.service", "sm.coordination.type", "sm.coordination.prefix",
			"sm.coordination.session-ttl", "sm.coordination.start-timeout", "sm.coordination.etcd.endpoints",
			"sm.coordination.etcd.username", "sm.coordination.raft.address", "sm.coordination.raft.peers",
			"sm.coordination.raft.data-dir", "sm.coordination.raft.insecure", "sm.participant.id",
			"sm.participant.address", "sm.participant.zone", "sm.participant.weight", "sm.participant.max-shards",
			"sm.participant.tags", "sm.participant.stop-delay", "sm.shards.count", "sm.shards.ownership",
			"sm.shards.handler-timeout", "sm.shards.hung-drop", "sm.shards.services.other.count",
			"sm.balance.max-moves-in-flight", "sm.balance.tolerance", "sm.balance.recovery-grace",
			"sm.balance.load-half-life", "sm.cache.jdbc.connections", "sm.cache.jdbc.sweep-interval", POOL + "type",
			POOL + "continuum", POOL + "hash", POOL + "hash-tag", POOL + "key-prefix", POOL + "default-ttl",
			POOL + "timeout", POOL + "on-change", POOL + "write", POOL + "read.hedge-budget",
			POOL + "near-cache.max-entries", POOL + "near-cache.max-staleness", POOL + "migration.rate",
			POOL + "load.deadline", POOL + "load.stale-ttl", POOL + "load.early-refresh", POOL + "load.negative-ttl",
			POOL + "health.failures", POOL + "repair.ttl", POOL + "nodes.n1.url", POOL + "nodes.n1.weight",
			POOL + "nodes.n1.index", POOL + "nodes.n1.label", "sm.routing.services.s.key",
			"sm.routing.services.s.max-load", "sm.routing.services.s.retries", "sm.routing.services.s.keep-instances",
			"sm.console.path", "sm.console.operator-role");

	/** One input in so many is bound as a whole. */
	private static final int WHOLE = 64;

	@TestFactory
	Stream<DynamicTest> values() {
		return Fuzzing.tests(targets(), 20);
	}

	/**
	 * What is fuzzed. The first character of an input chooses the property.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		return List.of(FuzzTarget.text("properties", Set.of(BindException.class, InvalidPropertyException.class),
				PropertiesFuzzTests::bind, corpus("10s"), corpus("PT1M"), corpus("1d"), corpus("64"), corpus("0.5"),
				corpus("5%"), corpus("true"), corpus("weighted"), corpus("/sm/x"), corpus("http://a:1,http://b:2"),
				corpus("a@localhost:7400"), corpus("redis://u:p@h:1/2"), corpus("path:2"), corpus("{}"),
				corpus("majority"), corpus("2MB")));
	}

	private static String corpus(String value) {
		return (char) ('!' + Math.floorMod(value.hashCode(), KEYS.size())) + value;
	}

	/**
	 * Of what is bound only the part that has the property, since to bind all takes a
	 * hundred times as long; one input in so many is bound as a start does.
	 */
	private static void bind(String text) {
		if (text.isEmpty()) {
			return;
		}
		String key = KEYS.get(Math.floorMod(text.charAt(0) - '!', KEYS.size()));
		Map<String, String> map = new LinkedHashMap<>(Map.of(POOL + "nodes.n1.url", "memory:"));
		map.put(key, text.substring(1));
		Binder binder = new Binder(new MapConfigurationPropertySource(map));
		SmProperties bound = (Math.floorMod(text.hashCode(), WHOLE) == 0)
				? binder.bindOrCreate("sm", Bindable.of(SmProperties.class)) : withPart(binder, key.split("\\.")[1]);
		assertThat(bound.toString()).isNotEmpty();
	}

	private static SmProperties withPart(Binder binder, String name) {
		RecordComponent[] parts = SmProperties.class.getRecordComponents();
		Class<?>[] types = new Class<?>[parts.length];
		Object[] values = new Object[parts.length];
		try {
			for (int i = 0; i < parts.length; i++) {
				types[i] = parts[i].getType();
				values[i] = parts[i].getName().equals(name) ? part(binder, "sm." + name, types[i])
						: parts[i].getAccessor().invoke(Rest.BOUND);
			}
			return SmProperties.class.getDeclaredConstructor(types).newInstance(values);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException refused) {
				throw refused;
			}
			throw new IllegalStateException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object part(Binder binder, String name, Class<?> type) {
		Bindable<?> part = Bindable.of(type);
		return type.isRecord() ? binder.bindOrCreate(name, part) : binder.bind(name, part).orElse(null);
	}

	/** What is bound without a property, once it is wanted. */
	private static final class Rest {

		private static final SmProperties BOUND = new Binder(
				new MapConfigurationPropertySource(Map.of(POOL + "nodes.n1.url", "memory:")))
			.bindOrCreate("sm", Bindable.of(SmProperties.class));

	}

}
