using System;
using System.Diagnostics;
using System.IO;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_whole_or_not_at_all()
    {
        using Folder folder = new();
        AtomicFile.Check(folder["new"]);
        Assert.Empty(folder.Files);
        AtomicFile.Write(folder["new"], stream => stream.Write([1, 2]));
        AtomicFile.Write(folder["new"], stream => stream.Write([3]));
        Assert.Equal([3], File.ReadAllBytes(folder["new"]));
        AtomicFile.Check(folder["new"]);
        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(folder["new"], stream =>
        {
            stream.Write([4]);
            throw new NotSupportedException("a test's");
        }));
        Assert.Equal([3], File.ReadAllBytes(folder["new"]));
        Assert.Equal([folder["new"]], folder.Files);
    }

    [Fact]
    public void Folders_are_refused_and_missing_ones_named()
    {
        using Folder folder = new();
        Directory.CreateDirectory(folder["taken"]);
        Refuses<IOException>($"{folder["taken"]} is a folder; need the path of a file.", folder["taken"]);
        Refuses<DirectoryNotFoundException>($"there is no folder {folder["nowhere"]}; need one that is there.", Path.Combine(folder["nowhere"], "m"));
        Refuses<DirectoryNotFoundException>($"there is no folder {folder["m"]}; need one that is there.", folder["m"] + "/");
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Links_stay_and_lead_to_what_is_written()
    {
        if (OperatingSystem.IsWindows())
            return;
        using Folder folder = new();
        Directory.CreateDirectory(folder["far"]);
        File.CreateSymbolicLink(folder["near"], folder["far/file"]);
        File.CreateSymbolicLink(folder["relative"], "near");
        foreach (byte content in (byte[])[1, 2])
        {
            AtomicFile.Check(folder["relative"]);
            AtomicFile.Write(folder["relative"], stream => stream.WriteByte(content));
            Assert.Equal([content], File.ReadAllBytes(folder["far/file"]));
        }

        Assert.Equal(("near", folder["far/file"]), (new FileInfo(folder["relative"]).LinkTarget, new FileInfo(folder["near"]).LinkTarget));
        Assert.Equal([folder["far/file"]], Directory.GetFiles(folder["far"]));
        File.CreateSymbolicLink(folder["folder"], folder["far"]);
        Refuses<IOException>($"{folder["folder"]} is a folder; need the path of a file.", folder["folder"]);
        File.CreateSymbolicLink(folder["round"], folder["round"]);
        Assert.Throws<IOException>(() => AtomicFile.Check(folder["round"]));
    }

    [Fact]
    public void Devices_and_pipes_are_refused_before_anything_is_written()
    {
        if (OperatingSystem.IsWindows())
            return;
        using Folder folder = new();
        Refuses<IOException>("/dev/null is a device; need the path of a file.", "/dev/null");
        File.CreateSymbolicLink(folder["link"], "/dev/null");
        Refuses<IOException>($"{folder["link"]} is a device; need the path of a file.", folder["link"]);
        using (Process mkfifo = Process.Start("mkfifo", folder["pipe"]))
            mkfifo.WaitForExit();
        Refuses<IOException>($"{folder["pipe"]} is a pipe or a terminal; need the path of a file.", folder["pipe"]);
        Assert.Equal(2, folder.Files.Length);
        Assert.Throws<IOException>(() => WeightFile.Save("/dev/null", [Gradients.Parameter("a", 1f)]));
        Assert.Throws<IOException>(() => new TensorFile().Save(folder["pipe"]));
    }

    [Fact]
    public void A_file_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
            return;
        using Folder folder = new();
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        AtomicFile.Write(folder["m"], stream => stream.WriteByte(1));
        File.SetUnixFileMode(folder["m"], Mine);
        AtomicFile.Write(folder["m"], stream => stream.WriteByte(2));
        Assert.Equal(Mine, File.GetUnixFileMode(folder["m"]));
    }

    // Also where it is only asked.
    private static void Refuses<TException>(string message, string path)
        where TException : Exception
    {
        Assert.Equal(message, Assert.Throws<TException>(() => AtomicFile.Check(path)).Message);
        Assert.Equal(message, Assert.Throws<TException>(() => AtomicFile.Write(path, stream => Assert.Fail("written"))).Message);
    }
}
