/* Makes Debian's SyncEvolution 2.0.0 able to send its first HTTP request.
 *
 * Its curl transport hands closure objects to the variadic curl_easy_setopt() where libcurl expects plain function
 * pointers for reading and writing, so the first POST ends in a crash.  Loaded with LD_PRELOAD, this file stands
 * between the two: for those two options it passes C functions on, which call the public methods that the closures
 * would have called.  Every other option goes through untouched, and so does everything if the methods are absent
 * (a SyncEvolution that does not need this).
 *
 *   cc -shared -fPIC -O2 -o curl_callbacks.so curl_callbacks.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

#define OPTION_WRITEFUNCTION 20011 /* curl.h: CURLOPTTYPE_FUNCTIONPOINT + 11 */
#define OPTION_READFUNCTION 20012  /* curl.h: CURLOPTTYPE_FUNCTIONPOINT + 12 */

typedef size_t (*transfer_method)(void *agent, void *buffer, size_t length);
typedef int (*setopt_function)(void *handle, int option, ...);

static transfer_method agent_read, agent_write;
static setopt_function next_setopt;

static size_t read_callback(char *buffer, size_t size, size_t count, void *agent)
{
    return agent_read(agent, buffer, size * count);
}

static size_t write_callback(char *buffer, size_t size, size_t count, void *agent)
{
    return agent_write(agent, buffer, size * count);
}

static transfer_method method(const char *mangled)
{
    return (transfer_method)dlsym(RTLD_DEFAULT, mangled);
}

/* SyncEvo::CurlTransportAgent::readData(void *, size_t) and writeData(void *, size_t). */
static void find_symbols(void)
{
    next_setopt = (setopt_function)dlsym(RTLD_NEXT, "curl_easy_setopt");
    agent_read = method("_ZN7SyncEvo18CurlTransportAgent8readDataEPvm");
    agent_write = method("_ZN7SyncEvo18CurlTransportAgent9writeDataEPvm");
}

int curl_easy_setopt(void *handle, int option, ...)
{
    va_list arguments;
    void *value;

    va_start(arguments, option);
    value = va_arg(arguments, void *);
    va_end(arguments);

    if (!next_setopt)
        find_symbols();
    if (option == OPTION_READFUNCTION && agent_read)
        value = (void *)read_callback;
    if (option == OPTION_WRITEFUNCTION && agent_write)
        value = (void *)write_callback;
    return next_setopt(handle, option, value);
}
