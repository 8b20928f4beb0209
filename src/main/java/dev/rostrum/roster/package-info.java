/** Teams and their rosters: added by link, read page by page into the cache. */
package dev.rostrum.roster;
