package dev.sm.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.sm.pushgateway.GroupKey;
import dev.sm.pushgateway.PushgatewayRouter;
import dev.sm.pushgateway.PushgatewayStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Which Pushgateways take groups of metrics, and where a group goes.
 */
@Endpoint(id = "pushgateway", defaultAccess = Access.READ_ONLY)
public class PushgatewayEndpoint {

	private final PushgatewayRouter router;

	private final Supplier<PushgatewayStatus> status;

	/**
	 * Creates the endpoint.
	 * @param router knows where groups go
	 * @param status how the gateways stand
	 */
	public PushgatewayEndpoint(PushgatewayRouter router, Supplier<PushgatewayStatus> status) {
		this.router = router;
		this.status = status;
	}

	/**
	 * All gateways, or where one group goes.
	 * @param path a path such as {@code /metrics/job/backup}, or {@code null} for the
	 * gateways
	 * @return the gateways, or the group and its gateway
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> gateways(@Nullable String path) {
		if (path == null) {
			PushgatewayStatus present = this.status.get();
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("cleaning", present.cleaning());
			body.put("gateways", present.gateways());
			body.put("duplicates", present.duplicates());
			body.put("misplaced", present.misplaced());
			body.put("removed", present.removed());
			return new WebEndpointResponse<>(body);
		}
		try {
			GroupKey key = GroupKey.parse(path);
			List<String> nodes = this.router.nodesFor(key, 3);
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("labels", key.labels());
			body.put("key", key.canonical());
			body.put("node", nodes.isEmpty() ? null : nodes.get(0));
			body.put("nodes", nodes);
			return new WebEndpointResponse<>(body);
		}
		catch (IllegalArgumentException ex) {
			return new WebEndpointResponse<>(Map.of("error", "'path': " + ex.getMessage()), 400);
		}
	}

}
