package dev.sm.observation;

import java.util.Map;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * What commands are called. Those that sm sends for its own sake, such as probes and
 * movers' batches, have no name, so that they do not drown the others.
 */
final class CommandVerbs {

	private static final Map<Class<?>, String> VERBS = Map.of(NodeCommand.Get.class, "get", NodeCommand.GetTimed.class,
			"get", NodeCommand.Look.class, "get", NodeCommand.Put.class, "set", NodeCommand.PutIfAbsent.class,
			"setIfAbsent", NodeCommand.Delete.class, "delete", NodeCommand.Increment.class, "increment",
			NodeCommand.Expire.class, "expire", NodeCommand.Replace.class, "replace", NodeCommand.RaiseFence.class,
			"raiseFence");

	private CommandVerbs() {
	}

	static @Nullable String of(NodeCommand<?> command) {
		if (command instanceof MigrationCommand.Step step) {
			return step.operations().isEmpty() ? null : of(step.operations().get(0).command());
		}
		return (command instanceof NodeCommand.Scan) ? "scan" : VERBS.get(command.getClass());
	}

}
