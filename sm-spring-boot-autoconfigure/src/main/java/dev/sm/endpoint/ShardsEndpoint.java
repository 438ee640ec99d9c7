package dev.sm.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sm.event.OperatorLog;
import dev.sm.manager.ShardManager;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows who owns which shards, and takes wishes about them. Thread-safe.
 */
@Endpoint(id = "shards", defaultAccess = Access.READ_ONLY)
public class ShardsEndpoint {

	private static final String ACTIONS = "add, update, remove, move, drain, resume";

	private final Supplier<Map<String, ShardManager>> services;

	private final OperatorLog log;

	private final Operators operators;

	/**
	 * Creates the endpoint.
	 * @param services gives the managers of the services by name
	 */
	public ShardsEndpoint(Supplier<Map<String, ShardManager>> services) {
		this(services, OperatorLog.NONE, Operators.ANYBODY);
	}

	/**
	 * Creates an endpoint that keeps what operators do.
	 * @param services gives the managers of the services by name
	 * @param log keeps it
	 * @param operators who may write to it
	 */
	public ShardsEndpoint(Supplier<Map<String, ShardManager>> services, OperatorLog log, Operators operators) {
		this.services = services;
		this.log = log;
		this.operators = operators;
	}

	/**
	 * All services, each with its first 1,000 shards.
	 * @return the services
	 */
	@ReadOperation
	public OperationResponseBody services() {
		Map<String, ServiceView> views = new LinkedHashMap<>();
		new TreeMap<>(this.services.get())
			.forEach((name, manager) -> views.put(name, ServiceView.of(manager.describe(), 0, ServiceView.MAX_SHARDS)));
		return new Services(views);
	}

	/**
	 * One service with some of its shards.
	 * @param service the name of the service
	 * @param offset how many shards to leave out first: 0 or more; 0 by default
	 * @param limit how many shards to show at most: 1 to 1,000; 1,000 by default
	 * @return the service
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> service(@Selector String service, @Nullable String offset,
			@Nullable String limit) {
		return Answers.of(() -> ServiceView.of(manager(service).describe(),
				Fields.integer("offset", offset, 0, 0, Integer.MAX_VALUE),
				Fields.integer("limit", limit, ServiceView.MAX_SHARDS, 1, ServiceView.MAX_SHARDS)));
	}

	/**
	 * Adds, updates, removes, moves or resumes a shard, or drains or resumes a
	 * participant.
	 * @param security who asks
	 * @param service the name of the service
	 * @param action what to do
	 * @param shard the id of the shard
	 * @param participant the id of the participant
	 * @param task the payload of the shard
	 * @param weight the weight of the shard
	 * @param tags what a participant must have, with commas between them
	 * @param pin the only participant that may own the shard
	 * @param group the group of the shard
	 * @return what was done
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> wish(SecurityContext security, @Selector String service,
			@Nullable String action, @Nullable String shard, @Nullable String participant, @Nullable String task,
			@Nullable String weight, @Nullable String tags, @Nullable String pin, @Nullable String group) {
		Map<String, @Nullable String> details = new LinkedHashMap<>();
		details.put("service", service);
		details.put("shard", shard);
		details.put("participant", participant);
		return Kept.answer(this.log, security, "shards", action, details, () -> {
			this.operators.check(security);
			ShardManager manager = manager(service);
			String asked = Fields.action(action, ACTIONS);
			switch (asked) {
				case "add" -> manager.add(spec(asked, shard, task, weight, tags, pin, group));
				case "update" -> manager.update(spec(asked, shard, task, weight, tags, pin, group));
				case "remove" -> manager.remove(Fields.required("shard", shard, asked));
				case "move" -> manager.move(Fields.required("shard", shard, asked),
						Fields.required("participant", participant, asked));
				case "drain" -> manager.drain(Fields.required("participant", participant, asked));
				case "resume" -> resume(manager, shard, participant);
				default -> throw Fields.unknownAction(asked, ACTIONS);
			}
			return new Done(service, asked, shard, participant);
		});
	}

	/** Gives a participant shards again, or tries a shard again that has failed. */
	private static void resume(ShardManager manager, @Nullable String shard, @Nullable String participant) {
		if (shard != null && participant == null) {
			manager.resumeShard(Fields.required("shard", shard, "resume"));
		}
		else {
			manager.resume(Fields.required("participant", participant, "resume"));
		}
	}

	private static ShardSpec spec(String action, @Nullable String shard, @Nullable String task, @Nullable String weight,
			@Nullable String tags, @Nullable String pin, @Nullable String group) {
		return ShardSpec.builder(Fields.required("shard", shard, action))
			.task(task)
			.weight(Fields.number("weight", weight, 1))
			.tags(Fields.names(tags))
			.pin(pin)
			.group((group != null) ? group : "")
			.build();
	}

	private ShardManager manager(String service) {
		Map<String, ShardManager> known = this.services.get();
		ShardManager manager = known.get(service);
		if (manager == null) {
			throw Answers.unknown("service", service, known.keySet());
		}
		return manager;
	}

	private record Services(Map<String, ServiceView> services) implements OperationResponseBody {

	}

	/** What the store has taken; what follows from it happens later. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	private record Done(String service, String action, @Nullable String shard,
			@Nullable String participant) implements OperationResponseBody {

	}

}
