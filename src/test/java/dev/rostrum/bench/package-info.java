/** Benchmarks ({@code mvn -q -Pbench verify}): what is measured, and how, stands in the site's page on benchmarks. */
package dev.rostrum.bench;
