using System.Runtime.InteropServices;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>The C functions for appending rows and for tables that a function of ours fills.</summary>
internal static unsafe partial class NativeScan
{
    private const string Library = "duckdb";

    // Loads the resolver with the other functions.
    static NativeScan() => _ = Native.VectorSize();

    [LibraryImport(Library, EntryPoint = "duckdb_appender_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateAppender(nint connection, string? schema, string table, out nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_error")]
    public static partial byte* AppenderError(nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_end_row")]
    public static partial int EndRow(nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_close")]
    public static partial int CloseAppender(nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_destroy")]
    public static partial int DestroyAppender(ref nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_append_null")]
    public static partial int AppendNull(nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_append_bool")]
    public static partial int AppendBoolean(nint appender, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library, EntryPoint = "duckdb_append_int64")]
    public static partial int AppendInt64(nint appender, long value);

    [LibraryImport(Library, EntryPoint = "duckdb_append_double")]
    public static partial int AppendDouble(nint appender, double value);

    [LibraryImport(Library, EntryPoint = "duckdb_append_date")]
    public static partial int AppendDate(nint appender, int days);

    [LibraryImport(Library, EntryPoint = "duckdb_append_varchar_length")]
    public static partial int AppendText(nint appender, byte* text, nint length);

    [LibraryImport(Library, EntryPoint = "duckdb_create_table_function")]
    public static partial nint CreateTableFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_table_function")]
    public static partial void DestroyTableFunction(ref nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_extra_info")]
    public static partial void SetExtraInfo(nint function, nint info, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_bind")]
    public static partial void SetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_init")]
    public static partial void SetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_local_init")]
    public static partial void SetLocalInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_function")]
    public static partial void SetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> fill);

    [LibraryImport(Library, EntryPoint = "duckdb_register_table_function")]
    public static partial int Register(nint connection, nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_extra_info")]
    public static partial nint BindExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddColumn(nint info, string name, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_init_get_extra_info")]
    public static partial nint InitExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_init_data")]
    public static partial void SetInitData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void SetMaxThreads(nint info, nint threads);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetInitError(nint info, string error);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_extra_info")]
    public static partial nint FunctionExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_local_init_data")]
    public static partial nint FunctionLocalData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetFunctionError(nint info, string error);
}
