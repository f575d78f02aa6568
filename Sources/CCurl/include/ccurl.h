// What Swift cannot call of libcurl: variadic functions, macros with casts, the anonymous union of CURLMsg.
// Compiles with the OpenSSL and the GnuTLS flavour alike (7.85 or later, for CURLOPT_PROTOCOLS_STR).
#ifndef FOOTBRIDGE_CCURL_H
#define FOOTBRIDGE_CCURL_H

#include <curl/curl.h>
#include <stdint.h>

#if LIBCURL_VERSION_NUM < 0x075500
#error "libcurl 7.85 or later is needed"
#endif

// CURLAUTH_* carry a cast, which Swift does not import.
static const long ccurl_auth_none = 0;
static const long ccurl_auth_basic = (long)CURLAUTH_BASIC;
static const long ccurl_auth_digest = (long)CURLAUTH_DIGEST;

typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_prereq)(void *context, char *remote, char *local, int remote_port, int local_port);

// curl_easy_setopt is variadic: one wrapper a type of argument.
static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, int64_t value) {
    return curl_easy_setopt(easy, option, (curl_off_t)value);
}

static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_sink(CURL *easy, CURLoption option, ccurl_sink value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_prereq(CURL *easy, ccurl_prereq value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

// curl_easy_getinfo is variadic.
static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// CURLMsg holds an anonymous union. True and the two out values when a transfer has ended.
static inline int ccurl_next_done(CURLM *multi, CURL **easy, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *easy = message->easy_handle;
            *result = message->data.result;
            return 1;
        }
    }
    return 0;
}

// curl_global_init once, before threads; its flag is a macro.
static inline CURLcode ccurl_start(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
