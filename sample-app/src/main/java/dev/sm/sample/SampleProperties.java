package dev.sm.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Settings of the sample.
 *
 * @param source what is imported on start: a resource or file of lines "name TAB number",
 * or "none"
 * @param events the file that {@link ShardEvents} are appended to; empty for none
 */
@ConfigurationProperties("sample")
record SampleProperties(@Name("import") @DefaultValue("classpath:npm-downloads.tsv") String source,
		@DefaultValue("") String events) {

}
