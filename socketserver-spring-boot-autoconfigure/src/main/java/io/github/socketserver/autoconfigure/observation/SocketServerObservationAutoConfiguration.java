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

package io.github.socketserver.autoconfigure.observation;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.autoconfigure.SocketServerAutoConfiguration;
import io.github.socketserver.autoconfigure.SocketServerProperties;
import io.github.socketserver.observation.ForkedErrorMeterFilter;
import io.github.socketserver.observation.ObservationRequestInterceptor;
import io.github.socketserver.observation.ServerRequestObservationConvention;

/**
 * {@link AutoConfiguration Auto-configuration} for the observations of requests.
 */
@AutoConfiguration(before = SocketServerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "socketserver.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketServerProperties.class)
public final class SocketServerObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ObservationRequestInterceptor observationRequestInterceptor(ObservationRegistry registry,
			ObjectProvider<ServerRequestObservationConvention> convention, SocketServerProperties properties) {
		return new ObservationRequestInterceptor(registry, convention.getIfAvailable(),
				properties.getObservation().isStreams(), properties.getObservation().isDatagrams());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterFilter.class)
	static class MeterConfiguration {

		@Bean
		ForkedErrorMeterFilter forkedErrorMeterFilter() {
			return new ForkedErrorMeterFilter();
		}

	}

}
