const words = (text: string): string[] => text.trim().split(/\s+/);

/** What C++ itself binds besides C. */
export const CPP_BUILTINS: readonly string[] = words(`
nullptr this wchar_t char8_t char16_t char32_t auto decltype typeid static_cast dynamic_cast const_cast reinterpret_cast noexcept alignof alignas
co_await co_yield co_return override final operator new delete throw explicit virtual std
`);

/** C++ headers that bring the names of C's: `<cstring>` those of `string.h`. */
export const C_WRAPPERS: Readonly<Record<string, string>> = Object.fromEntries(
  words(
    "assert ctype errno float inttypes limits locale math setjmp signal stdarg stdbool stddef stdint stdio stdlib string time wchar",
  ).map((name) => [`c${name}`, `${name}.h`]),
);

/** Names of `std`, which `using namespace std` makes visible. */
export const CPP_STD: readonly string[] = words(`
string wstring string_view u16string u32string basic_string vector array deque list forward_list map multimap unordered_map unordered_multimap set multiset
unordered_set stack queue priority_queue span bitset pair tuple tie make_pair make_tuple get optional nullopt make_optional variant visit any
any_cast monostate unique_ptr shared_ptr weak_ptr make_unique make_shared allocator function bind ref cref hash less greater equal_to plus minus
move forward swap exchange declval cout cin cerr clog endl flush ostream istream iostream ostringstream istringstream stringstream ifstream
ofstream fstream ios ios_base streamsize streampos getline ws setw setfill setprecision hex dec oct fixed scientific boolalpha left right
exception runtime_error logic_error invalid_argument out_of_range length_error domain_error overflow_error underflow_error range_error bad_alloc
bad_cast system_error error_code errc future promise async thread jthread mutex recursive_mutex shared_mutex timed_mutex lock_guard unique_lock
scoped_lock shared_lock condition_variable once_flag call_once atomic atomic_bool atomic_int memory_order this_thread chrono filesystem regex smatch
cmatch regex_match regex_search regex_replace sort stable_sort find find_if find_if_not count count_if copy copy_n copy_if fill fill_n transform
for_each all_of any_of none_of min max minmax clamp accumulate reduce iota reverse rotate unique remove remove_if replace replace_if equal mismatch
lower_bound upper_bound binary_search equal_range merge next prev advance distance begin end cbegin cend rbegin rend size empty data back_inserter
inserter numeric_limits to_string stoi stol stoll stoul stoull stof stod to_chars from_chars format print println random_device mt19937 mt19937_64
uniform_int_distribution uniform_real_distribution initializer_list type_traits enable_if enable_if_t is_same is_same_v decay decay_t
remove_reference remove_reference_t conditional conditional_t true_type false_type nothrow size_t ptrdiff_t nullptr_t byte int8_t int16_t int32_t
int64_t uint8_t uint16_t uint32_t uint64_t memcpy memmove memset memcmp strlen strcmp strncmp strcpy strncpy strcat strncat printf snprintf
sprintf fprintf malloc calloc realloc free exit abort getenv system rand srand time ranges views
`);
