using System;
using System.IO;

namespace AutoDiff.Examples;

/// <summary>Whether a file can be written, asked before minutes of work go into it.</summary>
public static class OutputFile
{
    /// <summary>Makes a file beside the path and takes it away again.</summary>
    /// <exception cref="InputException">The path is a folder's, or its folder is missing or may not be written to.</exception>
    public static void Check(string option, string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new InputException($"{option}: {path} is a folder; need the path of a file.");
            string probe = $"{full}.{Path.GetRandomFileName()}.tmp";
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{option}: {path} cannot be written: {error.Message}");
        }
    }
}
