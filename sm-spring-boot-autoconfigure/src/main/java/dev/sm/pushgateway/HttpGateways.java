package dev.sm.pushgateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks gateways by their HTTP interface.
 */
final class HttpGateways implements Gateways {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final RestClient rest;

	HttpGateways(RestClient rest) {
		this.rest = rest;
	}

	private static URI uri(String node, String path) {
		return URI.create("http://" + node + path);
	}

	@Override
	public boolean isHealthy(String node) {
		try {
			return this.rest.get()
				.uri(uri(node, "/-/healthy"))
				.retrieve()
				.toBodilessEntity()
				.getStatusCode()
				.is2xxSuccessful();
		}
		catch (RestClientException ex) {
			return false;
		}
	}

	@Override
	public List<GroupCopy> groups(String node) {
		byte[] body = this.rest.get().uri(uri(node, "/api/v1/metrics")).retrieve().body(byte[].class);
		JsonNode data = JSON.readTree((body != null) ? body : new byte[0]).path("data");
		List<GroupCopy> groups = new ArrayList<>();
		for (JsonNode group : data) {
			groups.add(copy(group));
		}
		return groups;
	}

	private static GroupCopy copy(JsonNode group) {
		Map<String, String> labels = new LinkedHashMap<>();
		group.path("labels").properties().forEach((label) -> labels.put(label.getKey(), label.getValue().asString("")));
		Map<String, String> families = new LinkedHashMap<>();
		double pushedAt = 0;
		for (Map.Entry<String, JsonNode> family : group.properties()) {
			String name = family.getKey();
			if (name.equals("push_time_seconds")) {
				pushedAt = family.getValue().path("metrics").path(0).path("value").asDouble(0);
			}
			else if (family.getValue().has("metrics") && !name.equals("push_failure_time_seconds")) {
				families.put(name, FamilyText.of(name, family.getValue(), labels.keySet()));
			}
		}
		return new GroupCopy(GroupKey.of(labels), pushedAt, families);
	}

	@Override
	public void push(String node, GroupKey key, String text) {
		this.rest.post()
			.uri(uri(node, key.path()))
			.contentType(MediaType.TEXT_PLAIN)
			.body(text)
			.retrieve()
			.toBodilessEntity();
	}

	@Override
	public void delete(String node, GroupKey key) {
		this.rest.delete().uri(uri(node, key.path())).retrieve().toBodilessEntity();
	}

}
