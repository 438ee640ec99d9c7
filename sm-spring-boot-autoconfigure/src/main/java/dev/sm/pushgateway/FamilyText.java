package dev.sm.pushgateway;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * Writes the metrics of one name, as a gateway lists them, in Prometheus's text form.
 */
final class FamilyText {

	private FamilyText() {
	}

	static String of(String name, JsonNode family, Set<String> groupLabels) {
		StringBuilder text = new StringBuilder();
		String help = family.path("help").asString("");
		if (!help.isEmpty()) {
			text.append("# HELP ").append(name).append(' ');
			text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
		}
		String type = family.path("type").asString("untyped").toLowerCase(Locale.ROOT);
		text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
		for (JsonNode metric : family.path("metrics")) {
			Map<String, String> labels = new LinkedHashMap<>();
			metric.path("labels").properties().forEach((label) -> {
				if (!groupLabels.contains(label.getKey())) {
					labels.put(label.getKey(), label.getValue().asString(""));
				}
			});
			samples(text, name, type, metric, labels);
		}
		return text.toString();
	}

	private static void samples(StringBuilder text, String name, String type, JsonNode metric,
			Map<String, String> labels) {
		if (!type.equals("histogram") && !type.equals("summary")) {
			sample(text, name, labels, metric.path("value").asString("NaN"));
			return;
		}
		boolean histogram = type.equals("histogram");
		metric.path(histogram ? "buckets" : "quantiles").properties().forEach((part) -> {
			Map<String, String> all = new LinkedHashMap<>(labels);
			all.put(histogram ? "le" : "quantile", part.getKey());
			sample(text, histogram ? name + "_bucket" : name, all, part.getValue().asString("NaN"));
		});
		sample(text, name + "_sum", labels, metric.path("sum").asString("0"));
		sample(text, name + "_count", labels, metric.path("count").asString("0"));
	}

	private static void sample(StringBuilder text, String name, Map<String, String> labels, String value) {
		text.append(name);
		if (!labels.isEmpty()) {
			text.append(labels.entrySet()
				.stream()
				.map((label) -> label.getKey() + "=\"" + escape(label.getValue()) + "\"")
				.collect(Collectors.joining(",", "{", "}")));
		}
		text.append(' ').append(value).append('\n');
	}

	private static String escape(String value) {
		return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
	}

}
