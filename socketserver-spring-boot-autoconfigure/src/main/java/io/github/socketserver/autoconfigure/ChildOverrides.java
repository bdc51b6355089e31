/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketserver.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties by which a child process leaves to its parent what only one of them may
 * do. They win over those of the application, and {@code child.jvm-options} over them.
 */
final class ChildOverrides {

	private static final String VALUES = """
			logging.console.enabled=true
			logging.file.name=
			logging.file.path=
			logging.register-shutdown-hook=false
			management.defaults.metrics.export.enabled=false
			management.server.port=-1
			spring.aot.enabled=false
			spring.application.admin.enabled=false
			spring.batch.jdbc.initialize-schema=never
			spring.batch.job.enabled=false
			spring.data.redis.listener.auto-startup=false
			spring.devtools.livereload.enabled=false
			spring.devtools.restart.enabled=false
			spring.docker.compose.lifecycle-management=none
			spring.flyway.enabled=false
			spring.grpc.server.enabled=false
			spring.integration.jdbc.initialize-schema=never
			spring.jms.listener.auto-startup=false
			spring.jmx.enabled=false
			spring.jpa.generate-ddl=false
			spring.jpa.hibernate.ddl-auto=none
			spring.kafka.listener.auto-startup=false
			spring.kafka.streams.auto-startup=false
			spring.liquibase.enabled=false
			spring.main.banner-mode=off
			spring.main.keep-alive=false
			spring.main.log-startup-info=false
			spring.main.register-shutdown-hook=false
			spring.main.web-application-type=none
			spring.quartz.auto-startup=false
			spring.quartz.jdbc.initialize-schema=never
			spring.rabbitmq.listener.direct.auto-startup=false
			spring.rabbitmq.listener.simple.auto-startup=false
			spring.rabbitmq.listener.stream.auto-startup=false
			spring.session.jdbc.initialize-schema=never
			spring.sql.init.mode=never
			""";

	private static final List<String> METRICS_EXPORTS = List.of("appoptics", "atlas", "datadog", "dynatrace", "elastic",
			"ganglia", "graphite", "humio", "influx", "jmx", "kairos", "newrelic", "otlp", "prometheus", "simple",
			"stackdriver", "statsd");

	private ChildOverrides() {
	}

	/**
	 * Return the properties.
	 * @param jvmOptions the options of the child's JVM, of which a {@code -D} replaces
	 * the value here
	 * @return the values by name
	 */
	static Map<String, String> get(List<String> jvmOptions) {
		Map<String, String> properties = new TreeMap<>();
		VALUES.lines().forEach((line) -> {
			int separator = line.indexOf('=');
			properties.put(line.substring(0, separator), line.substring(separator + 1));
		});
		METRICS_EXPORTS
			.forEach((product) -> properties.put("management.%s.metrics.export.enabled".formatted(product), "false"));
		for (String option : jvmOptions) {
			int separator = option.indexOf('=');
			if (option.startsWith("-D") && separator > 0) {
				properties.replace(option.substring(2, separator), option.substring(separator + 1));
			}
		}
		return properties;
	}

}
